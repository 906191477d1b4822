using GptOssDev.Features.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>Tokens with which a line cannot begin or end without going on with, or into, its neighbour. Pure.</summary>
internal static class LineContinuationTokens
{
    private static readonly string[] _wordsOfStatements = ["else", "catch", "finally"];

    private static readonly string[] _words =
    [
        "where",
        "and",
        "or",
        "with",
        "select",
        "from",
        "orderby",
        "join",
        "let",
        "group",
        "into",
        "on",
        "equals",
        "is",
        "as",
        "switch",
        "in",
    ];

    /// <summary>True for a token that goes on with what the line above it left unfinished.</summary>
    public static bool Is(CodeToken token, ReadOnlySpan<char> text) =>
        IsOperator(token.Kind)
        || token.Kind
            is SyntaxKind.DotToken
                or SyntaxKind.QuestionToken
                or SyntaxKind.ColonToken
                or SyntaxKind.IsKeyword
                or SyntaxKind.AsKeyword
                or SyntaxKind.SwitchKeyword
                or SyntaxKind.InKeyword
        || (token.Kind == SyntaxKind.IdentifierToken && IsOneOf(_words, text));

    /// <summary>True when a word that is written may still become one that goes on.</summary>
    /// <param name="isWhole">True behind a statement's or a block's end, with which only few words go on.</param>
    public static bool MayBecome(ReadOnlySpan<char> word, bool isWhole)
    {
        foreach (var longer in isWhole ? _wordsOfStatements : _words)
        {
            if (longer.Length > word.Length && longer.AsSpan().StartsWith(word))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>True for a token that something has to follow.</summary>
    public static bool IsExpected(CodeToken token, ReadOnlySpan<char> text) =>
        (IsOperator(token.Kind) && token.Kind != SyntaxKind.GreaterThanToken)
        || token.Kind
            is SyntaxKind.DotToken
                or SyntaxKind.QuestionToken
                or SyntaxKind.NewKeyword
                or SyntaxKind.IsKeyword
                or SyntaxKind.AsKeyword
                or SyntaxKind.InKeyword
        || (token.Kind == SyntaxKind.IdentifierToken && text is "and" or "or" or "not" or "where" or "select");

    private static bool IsOneOf(string[] words, ReadOnlySpan<char> text)
    {
        foreach (var word in words)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsOperator(SyntaxKind kind) =>
        kind
            is SyntaxKind.EqualsToken
                or SyntaxKind.EqualsGreaterThanToken
                or SyntaxKind.QuestionQuestionToken
                or SyntaxKind.QuestionQuestionEqualsToken
                or SyntaxKind.AmpersandAmpersandToken
                or SyntaxKind.BarBarToken
                or SyntaxKind.AmpersandToken
                or SyntaxKind.BarToken
                or SyntaxKind.CaretToken
                or SyntaxKind.PlusToken
                or SyntaxKind.MinusToken
                or SyntaxKind.AsteriskToken
                or SyntaxKind.SlashToken
                or SyntaxKind.PercentToken
                or SyntaxKind.EqualsEqualsToken
                or SyntaxKind.ExclamationEqualsToken
                or SyntaxKind.LessThanToken
                or SyntaxKind.GreaterThanToken
                or SyntaxKind.LessThanEqualsToken
                or SyntaxKind.GreaterThanEqualsToken
                or SyntaxKind.PlusEqualsToken
                or SyntaxKind.MinusEqualsToken;
}
