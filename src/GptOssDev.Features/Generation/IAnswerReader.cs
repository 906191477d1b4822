namespace GptOssDev.Features.Generation;

/// <summary>Turns the ids a model writes into text for the user and chain of thought. One stream each, one thread at a time.</summary>
internal interface IAnswerReader
{
    /// <summary>True once nothing that follows belongs to the answer.</summary>
    bool IsComplete { get; }

    /// <summary>Takes the next id; returns the pieces it completed, often none.</summary>
    IReadOnlyList<AnswerPart> Feed(int token);

    /// <summary>Says that the stream has ended.</summary>
    IReadOnlyList<AnswerPart> End();
}
