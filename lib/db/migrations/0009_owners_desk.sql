ALTER TABLE "sent_mails" ADD COLUMN "order_id" text;--> statement-breakpoint
ALTER TABLE "sent_mails" ADD COLUMN "contact_message_id" text;