namespace GptOssDev.Features.Completion;

/// <summary>A candidate on its way through the filters.</summary>
/// <param name="Text">What would be inserted, with <c>\n</c> for line breaks.</param>
/// <param name="Ended">True when the model ended the text itself, so that its last line is whole.</param>
/// <param name="Replaces">Number of characters behind the cursor that the text replaces.</param>
internal sealed record CompletionDraft(string Text, bool Ended, int Replaces = 0)
{
    /// <summary>Keeps the first characters; what is cut off was not the model's end.</summary>
    public CompletionDraft Cut(int length) =>
        length >= Text.Length ? this : this with { Text = Text[..length], Ended = true };
}
