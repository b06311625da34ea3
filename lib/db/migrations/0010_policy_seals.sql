CREATE TABLE "policy_seals" (
	"position" integer PRIMARY KEY NOT NULL,
	"policy_id" text NOT NULL,
	"number" integer NOT NULL,
	"event" text NOT NULL,
	"hash" text NOT NULL,
	"facts_hash" text NOT NULL,
	"previous" text NOT NULL,
	"seal" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "policy_seals_once" ON "policy_seals" USING btree ("policy_id","number","event");--> statement-breakpoint
CREATE TRIGGER "policy_seals_append_only" BEFORE UPDATE OR DELETE ON "policy_seals"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "policy_seals_no_truncate" BEFORE TRUNCATE ON "policy_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
