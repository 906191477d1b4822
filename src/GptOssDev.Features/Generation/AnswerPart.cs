namespace GptOssDev.Features.Generation;

/// <summary>Who a piece of a streamed answer is for.</summary>
public enum AnswerChannel
{
    /// <summary>Text for the user.</summary>
    Answer,

    /// <summary>Chain of thought.</summary>
    Reasoning,
}

/// <summary>A piece of a streamed answer, never empty. Pieces come in order, one at a time.</summary>
public sealed record AnswerPart(AnswerChannel Channel, string Text);
