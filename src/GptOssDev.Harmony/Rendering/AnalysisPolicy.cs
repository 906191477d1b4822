namespace GptOssDev.Harmony.Rendering;

/// <summary>Which old chains of thought are left out of a prompt.</summary>
public enum AnalysisPolicy
{
    /// <summary>
    /// Those before the last final answer: a finished turn loses its thoughts, a running tool loop keeps them. The rule
    /// of the format's guide, and stable from turn to turn.
    /// </summary>
    DropFinishedTurns,

    /// <summary>
    /// The reference library's rule: only when the last assistant message is a final answer, and then everything on the
    /// analysis channel before the first final answer.
    /// </summary>
    DropBeforeFirstFinal,

    /// <summary>None.</summary>
    Keep,
}
