"""Operations: preparation, back-up, health, metrics, heartbeat and logs."""
