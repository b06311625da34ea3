ALTER TABLE "setup_links" DROP CONSTRAINT "setup_links_continuation_hash_unique";--> statement-breakpoint
ALTER TABLE "setup_links" DROP COLUMN "continuation_hash";