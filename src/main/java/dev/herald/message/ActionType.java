package dev.herald.message;

/** The two kinds of action; the job type is what a BPMN service task names. */
public enum ActionType {
    SMTP_SEND_EMAIL("smtp_send_email", "emailResult", "Email has been successfully sent."), SEND_SMS("send_sms",
            "smsResult", "SMS has been successfully sent.");

    private final String jobType;
    private final String resultVariable;
    private final String successMessage;

    ActionType(String jobType, String resultVariable, String successMessage) {
        this.jobType = jobType;
        this.resultVariable = resultVariable;
        this.successMessage = successMessage;
    }

    /** The type of the Zeebe job. */
    public String jobType() {
        return jobType;
    }

    /** The one process variable that the action writes. */
    public String resultVariable() {
        return resultVariable;
    }

    /** What the result says where the modeler gave no success message. */
    public String successMessage() {
        return successMessage;
    }
}
