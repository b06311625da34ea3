CREATE TABLE "seen_content" (
	"build" text PRIMARY KEY NOT NULL,
	"revisions" jsonb NOT NULL
);
