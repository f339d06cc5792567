-- No question is answered by it, and every new alert paid for it.
drop index alert_signature;
