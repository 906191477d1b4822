namespace GptOssDev.Features.Completion.Context;

/// <summary>A piece of text beside the cursor's file that helps to complete it.</summary>
/// <param name="Title">The path it comes from, or what it is.</param>
internal sealed record ContextFragment(ContextKind Kind, string Title, string Text);

/// <summary>
/// What a fragment is, the one that changes least first: a prompt in this order keeps the longest prefix from keystroke to
/// keystroke.
/// </summary>
internal enum ContextKind
{
    /// <summary>Signatures of the types of locals and parameters.</summary>
    Symbols,

    /// <summary>A part of another open file that resembles the code around the cursor.</summary>
    Similar,

    /// <summary>Lines that were edited a moment ago.</summary>
    Edits,

    /// <summary>What may follow at the cursor itself: members of the receiver, overloads of what is called.</summary>
    Reach,
}
