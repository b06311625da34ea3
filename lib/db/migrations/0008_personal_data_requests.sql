CREATE TABLE "disclosures" (
	"id" text PRIMARY KEY NOT NULL,
	"authority" text NOT NULL,
	"basis" text NOT NULL,
	"given" text NOT NULL,
	"order_id" text,
	"given_at" timestamp (3) with time zone NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email_hash" text NOT NULL,
	"key_id" text NOT NULL,
	"order_ids" text[] NOT NULL,
	"erased_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erasures_email_hash_unique" UNIQUE("email_hash")
);
--> statement-breakpoint
CREATE TABLE "privacy_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" text NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"page_key_hash" "bytea",
	CONSTRAINT "privacy_links_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "privacy_links_page_key_hash_unique" UNIQUE("page_key_hash")
);
--> statement-breakpoint
CREATE TABLE "privacy_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"email" text,
	"wanted" jsonb,
	"words" text,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "privacy_requests_kind_known" CHECK ("privacy_requests"."kind" in ('access', 'correction', 'deletion', 'child')),
	CONSTRAINT "privacy_requests_state_known" CHECK ("privacy_requests"."state" in ('asked', 'open', 'erasing', 'done', 'denied'))
);
--> statement-breakpoint
CREATE TABLE "privacy_stripe_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" text NOT NULL,
	"kind" text NOT NULL,
	"objects" jsonb NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"job_id" text,
	"last_error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_about_one";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "hash" "bytea";--> statement-breakpoint
ALTER TABLE "customer_contacts" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "privacy_request_id" text;--> statement-breakpoint
ALTER TABLE "privacy_links" ADD CONSTRAINT "privacy_links_request_id_privacy_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."privacy_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_stripe_tasks" ADD CONSTRAINT "privacy_stripe_tasks_request_id_privacy_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."privacy_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasures_at" ON "erasures" USING btree ("erased_at");--> statement-breakpoint
CREATE INDEX "privacy_links_request" ON "privacy_links" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "privacy_requests_email" ON "privacy_requests" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "privacy_requests_state" ON "privacy_requests" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "privacy_stripe_tasks_due" ON "privacy_stripe_tasks" USING btree ("status","due_at");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_privacy_request_id_privacy_requests_id_fk" FOREIGN KEY ("privacy_request_id") REFERENCES "public"."privacy_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_about_one" CHECK (num_nonnulls("outbox"."order_id", "outbox"."contact_message_id", "outbox"."privacy_request_id") = case when "outbox"."purpose" = 'owner_site_alert' then 0 else 1 end);--> statement-breakpoint
CREATE TRIGGER "disclosures_append_only" BEFORE UPDATE OR DELETE ON "disclosures"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "disclosures_no_truncate" BEFORE TRUNCATE ON "disclosures"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
