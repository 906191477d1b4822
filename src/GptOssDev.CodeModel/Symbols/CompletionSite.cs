using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Code that can be hidden to see what completes it. Plain data.</summary>
/// <param name="Hidden">What is hidden; the cursor stands where it begins.</param>
/// <param name="Text">The hidden text.</param>
public sealed record CompletionSite(CompletionSiteKind Kind, TextRange Hidden, string Text);

/// <summary>What stands at a site.</summary>
public enum CompletionSiteKind
{
    /// <summary>A whole statement.</summary>
    Statement,

    /// <summary>What follows a dot, up to the end of its statement.</summary>
    Member,

    /// <summary>The arguments between two parentheses.</summary>
    Argument,

    /// <summary>All statements of a member's body.</summary>
    Body,
}
