package dev.herald.architecture.planted.email.report;

import dev.herald.architecture.planted.email.PlantedEmail;

final class ReportThatSends {
    boolean isEmail(Object it) {
        return it instanceof PlantedEmail;
    }
}
