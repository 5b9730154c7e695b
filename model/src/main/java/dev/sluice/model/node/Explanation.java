package dev.sluice.model.node;

import java.util.List;

/**
 * What would become of a request, or of a packet.
 *
 * @param answers one for each listener that could take it
 */
public record Explanation(List<Answer> answers) {
    public Explanation {
        answers = List.copyOf(answers);
    }

    /**
     * One listener's answer.
     *
     * @param listener the listener's name; empty for a packet that is for none
     * @param outcome {@code forwarded}, {@code redirected}, {@code denied} or {@code unavailable};
     *     of a packet also {@code answered} or {@code dropped}
     * @param rule the rule's name; empty for the listener's own target
     * @param group the server group's name; empty if none
     * @param backend the server's endpoint; empty if none
     * @param because the steps that led there, a sentence each
     * @param candidates every server of the group and why it could or could not be chosen
     */
    public record Answer(
            String listener,
            String outcome,
            String rule,
            String group,
            String backend,
            List<String> because,
            List<Candidate> candidates) {
        public Answer {
            because = List.copyOf(because);
            candidates = List.copyOf(candidates);
        }
    }

    /** A server that was considered. */
    public record Candidate(
            String endpoint, int weight, NodeReport.Health health, String verdict) {}
}
