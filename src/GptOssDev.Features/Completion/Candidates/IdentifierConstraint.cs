using GptOssDev.CodeModel.Symbols.Names;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>The identifiers that the compiler knows as legal at a cursor. Immutable; any thread.</summary>
internal sealed class IdentifierConstraint
{
    private readonly ValidIdentifiers _legal;
    private readonly FirstIdentifierRule _rule;
    private readonly IdentifierTrie _names;

    private IdentifierConstraint(ValidIdentifiers legal, CursorContext cursor)
    {
        _legal = legal;
        // The prompt ends before blanks left of the cursor, so the model writes them again.
        _rule = new FirstIdentifierRule(legal.OnlyNames, LeadingBlanks: cursor.Before is [.., ' ' or '\t']);
        _names = new IdentifierTrie(legal.Names.Select(name => name[legal.Typed.Length..]));
    }

    /// <summary>True after a dot, where nothing but a name may stand.</summary>
    public bool OnlyNames => _legal.OnlyNames;

    /// <summary>Null where a cursor takes more than names, or where the compiler does not know them.</summary>
    public static async Task<IdentifierConstraint?> AtAsync(
        CodeSnapshot code,
        CursorContext cursor,
        CancellationToken cancellationToken
    ) =>
        await code.FindAsync(cursor.Path, cursor.Position, cancellationToken) is { } document
        && await document.LegalNamesAsync(cursor.Position, cancellationToken) is { Names.Count: > 0 } legal
            ? new IdentifierConstraint(legal, cursor)
            : null;

    /// <summary>A constraint for one candidate.</summary>
    public ITokenConstraint Constrain(TokenVocabulary vocabulary) =>
        new FirstIdentifierConstraint(vocabulary, _names, _rule);

    /// <summary>Whether a text at the cursor begins with a legal name, where it has to begin with one.</summary>
    public bool Holds(string text)
    {
        var word = text.AsSpan().TrimStart(" \t");
        var length = 0;
        while (length < word.Length && (char.IsLetterOrDigit(word[length]) || word[length] is '_' or '@'))
        {
            length++;
        }
        var begins = length > 0 && !char.IsDigit(word[0]);
        return !begins && _legal is { OnlyNames: false, Typed.Length: 0 }
            || _legal.Names.Contains(string.Concat(_legal.Typed, word[..length]));
    }
}
