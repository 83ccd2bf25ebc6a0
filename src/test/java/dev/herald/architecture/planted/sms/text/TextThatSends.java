package dev.herald.architecture.planted.sms.text;

import dev.herald.architecture.planted.sms.PlantedSms;

final class TextThatSends {
    boolean isSms(Object it) {
        return it instanceof PlantedSms;
    }
}
