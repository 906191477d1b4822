namespace GptOssDev.Harmony.Rendering;

/// <summary>Leaves old chains of thought out of a conversation, by <see cref="AnalysisPolicy"/>. Pure.</summary>
internal static class AnalysisFilter
{
    public static IReadOnlyList<Message> Apply(IReadOnlyList<Message> messages, AnalysisPolicy policy) =>
        policy switch
        {
            AnalysisPolicy.DropFinishedTurns => DropFinishedTurns(messages),
            AnalysisPolicy.DropBeforeFirstFinal => DropBeforeFirstFinal(messages),
            _ => messages,
        };

    private static List<Message> DropFinishedTurns(IReadOnlyList<Message> messages)
    {
        var lastFinal = -1;
        for (var i = 0; i < messages.Count; i++)
        {
            lastFinal = IsFinal(messages[i]) ? i : lastFinal;
        }
        // Calls on the analysis channel stay: without them their results would answer nothing.
        return Without(messages, lastFinal, m => m.Author.Role == Role.Assistant && m.Recipient is null or "all");
    }

    private static IReadOnlyList<Message> DropBeforeFirstFinal(IReadOnlyList<Message> messages)
    {
        var last = messages.LastOrDefault(m => m.Author.Role == Role.Assistant);
        if (last is null || last.Channel != Channels.Final)
        {
            return messages;
        }
        var firstFinal = 0;
        while (messages[firstFinal].Channel != Channels.Final)
        {
            firstFinal++;
        }
        return Without(messages, firstFinal, _ => true);
    }

    private static List<Message> Without(IReadOnlyList<Message> messages, int before, Func<Message, bool> which) =>
        [.. messages.Where((m, i) => i >= before || m.Channel != Channels.Analysis || !which(m))];

    private static bool IsFinal(Message message) =>
        message.Author.Role == Role.Assistant && message.Channel == Channels.Final;
}
