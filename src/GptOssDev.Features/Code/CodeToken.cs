using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Code;

/// <summary>A token of C# text. The marks and the content of a string are tokens of their own, so are the marks of its holes.</summary>
/// <param name="Start">Offset in UTF-16 units.</param>
/// <param name="End">Offset after the last character.</param>
internal readonly record struct CodeToken(SyntaxKind Kind, int Start, int End, TokenRole Role)
{
    public bool IsBracket =>
        Kind
            is SyntaxKind.OpenParenToken
                or SyntaxKind.CloseParenToken
                or SyntaxKind.OpenBracketToken
                or SyntaxKind.CloseBracketToken
                or SyntaxKind.OpenBraceToken
                or SyntaxKind.CloseBraceToken;

    /// <summary>True for identifiers and keywords.</summary>
    public bool IsWord => Kind == SyntaxKind.IdentifierToken || SyntaxFacts.IsKeywordKind(Kind);

    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, End - Start);
}

/// <summary>How a token takes part in nesting.</summary>
internal enum TokenRole
{
    Plain,

    /// <summary>Opens a bracket, a string or a hole of a string.</summary>
    Open,

    /// <summary>Closes a bracket, a string or a hole of a string.</summary>
    Close,

    /// <summary>The content of a string or character literal.</summary>
    Content,
}

/// <summary>What the end of a text is part of.</summary>
internal enum TextEnding
{
    Code,
    Comment,
    Directive,

    /// <summary>A string or character literal that is not closed.</summary>
    Literal,
}
