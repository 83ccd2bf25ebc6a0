package dev.herald.architecture.planted.sms.callback;

import dev.herald.architecture.planted.sms.PlantedSms;

final class CallbackThatSends {
    boolean isSms(Object it) {
        return it instanceof PlantedSms;
    }
}
