ALTER TABLE "refunds" DROP CONSTRAINT "refunds_pkey";--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_attempt_pk" PRIMARY KEY("order_id","attempt");--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "amount" integer;--> statement-breakpoint
-- Until now every refund gave back all that was paid.
UPDATE "refunds" SET "amount" = coalesce("orders"."amount_total", 0) FROM "orders" WHERE "orders"."id" = "refunds"."order_id";--> statement-breakpoint
ALTER TABLE "refunds" ALTER COLUMN "amount" SET NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_under_way" ON "refunds" USING btree ("order_id") WHERE "refunds"."status" = 'requested';
