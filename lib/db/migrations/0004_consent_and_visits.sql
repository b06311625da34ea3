CREATE TABLE "consent_choices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"question" text NOT NULL,
	"answer" text NOT NULL,
	"gpc" boolean NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consent_choices_answer_known" CHECK ("consent_choices"."answer" in ('yes', 'no'))
);
--> statement-breakpoint
CREATE TABLE "daily_visits" (
	"day" date NOT NULL,
	"source" text NOT NULL,
	"path" text NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "daily_visits_day_source_path_pk" PRIMARY KEY("day","source","path")
);
--> statement-breakpoint
CREATE INDEX "consent_choices_at" ON "consent_choices" USING btree ("at");