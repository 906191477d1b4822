using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.Features.Code;

/// <summary>
/// The tokens of C# text as Roslyn's lexer finds them; the text may be broken. Directives and the branches they leave out are
/// trivia. A branch that the text ends in is never left out. Immutable.
/// </summary>
internal sealed class CodeTokens
{
    private const int MaxBranches = 16;

    private readonly List<CodeToken> _tokens = [];
    private readonly List<(int Start, int End)> _comments = [];
    private readonly List<(int Start, int End)> _literals = [];
    private readonly List<(int Start, int End)> _holes = [];
    private readonly List<Branch> _branches = [];

    private CodeTokens(string text) => Text = text;

    /// <param name="Chain">Offset of the <c>#if</c>.</param>
    /// <param name="Start">Offset after the directive that begins the branch.</param>
    private readonly record struct Branch(int Chain, int Start, bool IsTaken);

    public string Text { get; }

    public IReadOnlyList<CodeToken> All => _tokens;

    public TextEnding Ending { get; private set; }

    /// <summary>Where the token, comment or directive begins that the text ends in or touches; the text's length for none.</summary>
    public int LastStart { get; private set; }

    /// <summary>True when the text ends in a hole of an interpolated string.</summary>
    public bool EndsInHole { get; private set; }

    /// <summary>Number of <c>#if</c> directives without their <c>#endif</c>.</summary>
    public int OpenBranches { get; private set; }

    public static CSharpParseOptions Options(IEnumerable<string> symbols) =>
        new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Regular, symbols);

    public static CodeTokens Of(string text, CSharpParseOptions? options = null)
    {
        var found = Lexed(text, options ?? Options([]), branches: null);
        for (var i = 0; i < MaxBranches && found._branches.FindIndex(b => !b.IsTaken) is >= 0 and var at; i++)
        {
            var branch = found._branches[at];
            var blank = Blank(found.Text, branch.Chain, branch.Start);
            found = Lexed(blank, options ?? Options([]), found.OpenBranches);
        }
        return found;
    }

    /// <summary>What is left from an offset on, with offsets from there; a token that begins before it keeps its rest.</summary>
    public CodeTokens From(int offset)
    {
        var rest = new CodeTokens(Text[offset..])
        {
            Ending = Ending,
            EndsInHole = EndsInHole,
            LastStart = Math.Max(0, LastStart - offset),
            OpenBranches = OpenBranches,
        };
        rest._tokens.AddRange(
            _tokens
                .Where(t => t.End > offset)
                .Select(t => t with { Start = Math.Max(0, t.Start - offset), End = t.End - offset })
        );
        rest._comments.AddRange(_comments.Select(Shifted));
        rest._literals.AddRange(_literals.Select(Shifted));
        rest._holes.AddRange(_holes.Select(Shifted));
        return rest;

        (int Start, int End) Shifted((int Start, int End) span) => (span.Start - offset, span.End - offset);
    }

    /// <summary>Where the comment to the end of its line begins that an offset is in or at the end of; null for none.</summary>
    public int? LineCommentAt(int offset) =>
        _comments
            .Where(c => c.Start < offset && offset <= c.End && (c.Start < 0 || Text[c.Start + 1] == '/'))
            .Select(c => (int?)Math.Max(0, c.Start))
            .FirstOrDefault();

    /// <summary>True when the line that begins at this offset begins in a literal.</summary>
    public bool BeginsInLiteral(int lineStart) =>
        _literals.Exists(l => l.Start < lineStart && lineStart < l.End)
        && !_holes.Exists(h => h.Start < lineStart && lineStart <= h.End);

    /// <summary>True when the character at this offset is part of a literal or a comment.</summary>
    public bool IsText(int offset) =>
        _literals.Exists(l => l.Start <= offset && offset < l.End)
        || _comments.Exists(c => c.Start <= offset && offset < c.End);

    private static CodeTokens Lexed(string text, CSharpParseOptions options, int? branches)
    {
        var found = new CodeTokens(text);
        found.Lex(text, options);
        found.OpenBranches = branches ?? found._branches.Count;
        return found;
    }

    private static string Blank(string text, int start, int end) =>
        string.Create(
            text.Length,
            (text, start, end),
            static (chars, state) =>
            {
                state.text.CopyTo(chars);
                for (var i = state.start; i < state.end; i++)
                {
                    chars[i] = chars[i] is '\r' or '\n' ? chars[i] : ' ';
                }
            }
        );

    private void Lex(string text, CSharpParseOptions options)
    {
        LastStart = text.Length;
        foreach (var token in SyntaxFactory.ParseTokens(text, options: options))
        {
            AddTrivia(token.LeadingTrivia);
            if (token.IsKind(SyntaxKind.InterpolatedStringToken))
            {
                AddInterpolated(token, options);
            }
            else if (token.Span.Length > 0)
            {
                Add(token, 0, isHole: false);
            }
            AddTrivia(token.TrailingTrivia);
        }
    }

    private void AddTrivia(SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            if (trivia.HasStructure)
            {
                AddDirective(trivia);
            }
            else if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
            {
                AddComment(trivia);
            }
        }
    }

    private void AddComment(SyntaxTrivia trivia)
    {
        var span = trivia.Span;
        _comments.Add((span.Start, span.End));
        var comment = Text.AsSpan(span.Start, span.Length);
        var isClosed = trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && span.Length >= 4 && comment.EndsWith("*/");
        if (span.End == Text.Length && !isClosed)
        {
            (Ending, LastStart) = (TextEnding.Comment, span.Start);
        }
    }

    private void AddDirective(SyntaxTrivia trivia)
    {
        var (start, end) = (trivia.SpanStart, trivia.FullSpan.End);
        switch (trivia.GetStructure())
        {
            case IfDirectiveTriviaSyntax branch:
                _branches.Add(new Branch(start, end, branch.IsActive && branch.BranchTaken));
                break;
            case ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax when _branches.Count > 0:
                var taken =
                    trivia.GetStructure() is BranchingDirectiveTriviaSyntax { IsActive: true, BranchTaken: true };
                _branches[^1] = _branches[^1] with { Start = end, IsTaken = taken };
                break;
            case EndIfDirectiveTriviaSyntax when _branches.Count > 0:
                _branches.RemoveAt(_branches.Count - 1);
                break;
        }
        if (end == Text.Length && !Text.EndsWith('\n') && !Text.EndsWith('\r'))
        {
            (Ending, LastStart) = (TextEnding.Directive, start);
        }
    }

    private void AddInterpolated(SyntaxToken token, CSharpParseOptions options)
    {
        var (offset, end) = (token.SpanStart, token.Span.End);
        _literals.Add((offset, end));
        var first = _tokens.Count;
        var expression = SyntaxFactory.ParseExpression(token.Text, options: options);
        foreach (var part in expression.DescendantTokens(descendIntoTrivia: true).Where(t => t.Span.Length > 0))
        {
            Add(
                part,
                offset,
                part.Parent is InterpolationSyntax
                    && part.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken
            );
        }
        foreach (var hole in expression.DescendantNodes().OfType<InterpolationSyntax>())
        {
            var close = hole.CloseBraceToken;
            _holes.Add((offset + hole.OpenBraceToken.Span.End, close.IsMissing ? end : offset + close.SpanStart));
        }
        if (expression is not InterpolatedStringExpressionSyntax { StringEndToken.Span.Length: 0 } open)
        {
            return;
        }
        if (end != Text.Length)
        {
            for (var i = first; i < _tokens.Count; i++)
            {
                _tokens[i] = _tokens[i].IsBracket ? _tokens[i] : _tokens[i] with { Role = TokenRole.Plain };
            }
            return;
        }
        LastStart = offset;
        EndsInHole = open.Contents.LastOrDefault() is InterpolationSyntax { CloseBraceToken.IsMissing: true };
        Ending = EndsInHole && Ending != TextEnding.Literal ? TextEnding.Code : TextEnding.Literal;
    }

    private void Add(SyntaxToken token, int offset, bool isHole)
    {
        var (start, end, kind) = (offset + token.SpanStart, offset + token.Span.End, token.Kind());
        switch (kind)
        {
            case SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken:
                _tokens.Add(new CodeToken(SyntaxKind.InterpolatedStringStartToken, start, end, TokenRole.Open));
                return;
            case SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken:
                _tokens.Add(new CodeToken(SyntaxKind.InterpolatedStringEndToken, start, end, TokenRole.Close));
                return;
            case SyntaxKind.InterpolatedStringTextToken:
                _tokens.Add(new CodeToken(kind, start, end, TokenRole.Content));
                return;
            case SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken when isHole:
                var role = kind == SyntaxKind.OpenBraceToken ? TokenRole.Open : TokenRole.Close;
                _tokens.Add(new CodeToken(SyntaxKind.Interpolation, start, end, role));
                return;
            case SyntaxKind.StringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8SingleLineRawStringLiteralToken
            or SyntaxKind.Utf8MultiLineRawStringLiteralToken
            or SyntaxKind.CharacterLiteralToken:
                AddLiteral(token.Text, start, end);
                return;
            default:
                _tokens.Add(new CodeToken(kind, start, end, RoleOf(kind)));
                // What is written next may become a part of it.
                LastStart = end == Text.Length && RoleOf(kind) == TokenRole.Plain ? start : LastStart;
                return;
        }
    }

    private void AddLiteral(string literal, int start, int end)
    {
        _literals.Add((start, end));
        var opener = LiteralDelimiters.OpenerLength(literal);
        var closer = LiteralDelimiters.CloserLength(literal, opener);
        // A literal that ends with its line unfinished closes nothing later.
        var role = closer > 0 || end == Text.Length ? TokenRole.Open : TokenRole.Plain;
        _tokens.Add(new CodeToken(SyntaxKind.InterpolatedStringStartToken, start, start + opener, role));
        if (start + opener < end - closer)
        {
            _tokens.Add(
                new CodeToken(SyntaxKind.InterpolatedStringTextToken, start + opener, end - closer, TokenRole.Content)
            );
        }
        if (closer > 0)
        {
            _tokens.Add(new CodeToken(SyntaxKind.InterpolatedStringEndToken, end - closer, end, TokenRole.Close));
        }
        else if (end == Text.Length)
        {
            (Ending, LastStart) = (TextEnding.Literal, start);
        }
    }

    private static TokenRole RoleOf(SyntaxKind kind) =>
        kind switch
        {
            SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.OpenBraceToken => TokenRole.Open,
            SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.CloseBraceToken => TokenRole.Close,
            _ => TokenRole.Plain,
        };
}
