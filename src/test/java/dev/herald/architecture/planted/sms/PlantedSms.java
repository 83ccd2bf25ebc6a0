package dev.herald.architecture.planted.sms;

import dev.herald.architecture.planted.email.PlantedEmail;
import java.time.Instant;
import java.time.InstantSource;

public final class PlantedSms {
    public boolean isEmail(Object it) {
        return it instanceof PlantedEmail;
    }

    public Instant byItsOwnClock() {
        return InstantSource.system().instant();
    }
}
