package dev.herald.architecture.planted.sms;

import dev.herald.architecture.planted.email.PlantedEmail;

public final class PlantedSms {
    public boolean isEmail(Object it) {
        return it instanceof PlantedEmail;
    }
}
