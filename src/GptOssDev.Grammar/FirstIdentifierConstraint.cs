using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Grammar;

/// <summary>
/// Holds the first identifier of a text to a set of names; what follows it is free. It sees token texts alone: a token is
/// allowed when its bytes stay on the way to a name, or end one and go on with a character that no identifier has.
/// </summary>
/// <remarks>
/// The idea is monitor-guided decoding (Agrawal et al., "Monitor-Guided Decoding of Code LMs with Static Analysis of
/// Repository Context", 2023): names that the compiler knows at a place mask the logits there.
/// </remarks>
public sealed class FirstIdentifierConstraint : ITokenConstraint
{
    private readonly TokenVocabulary _vocabulary;
    private readonly FirstIdentifierRule _rule;
    private readonly TokenMask _mask;
    private readonly Place[] _path;
    private IdentifierTrie.Node? _node;
    private bool _before = true;
    private bool _stale = true;

    /// <param name="names">What may stand at the cursor, without what is typed of it already. Shared by any number of constraints.</param>
    public FirstIdentifierConstraint(TokenVocabulary vocabulary, IdentifierTrie names, FirstIdentifierRule rule)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rule);
        _vocabulary = vocabulary;
        _rule = rule;
        _node = names.Root;
        _mask = new TokenMask(vocabulary.Count);
        _path = new Place[vocabulary.Trie.MaxDepth + 1];
    }

    /// <summary>True once the identifier is behind: every token is allowed.</summary>
    public bool IsFree => _node is null;

    public TokenMask Allowed()
    {
        if (_stale)
        {
            _stale = false;
            _mask.Clear();
            // A vocabulary without single bytes may leave no way on: text that the compiler judges later is better than none.
            if (_node is null || !Fill(_node))
            {
                _node = null;
                Free();
            }
        }
        return _mask;
    }

    public void Accept(int token)
    {
        if (_node is null)
        {
            return;
        }
        var place = _vocabulary.Tokenizer.IsControl(token)
            ? default
            : Walk(_vocabulary.TextOf(token), new Place(_node, _before)) ?? default;
        (_node, _before) = (place.Node, place.Before);
        _stale = true;
    }

    private void Free()
    {
        for (var id = 0; id < _vocabulary.Count; id++)
        {
            _mask.Add(id);
        }
    }

    /// <returns>False when no token is allowed.</returns>
    private bool Fill(IdentifierTrie.Node node)
    {
        var trie = _vocabulary.Trie;
        _path[0] = new Place(node, _before);
        for (var at = 1; at < trie.Labels.Length; )
        {
            var depth = trie.Depths[at];
            if (Step(trie.Labels[at], _path[depth - 1]) is not { } place)
            {
                at = trie.Ends[at];
                continue;
            }
            _path[depth] = place;
            // Behind the identifier all that a token goes on with is free.
            for (var end = place.Node is null ? trie.Ends[at] : at + 1; at < end; at++)
            {
                foreach (var id in trie.TokensAt(at))
                {
                    _mask.Add(id);
                }
            }
        }
        if (node.IsName || (_before && !_rule.OnlyNames))
        {
            AddControls();
        }
        return _mask.Allowed > 0;
    }

    private void AddControls()
    {
        for (var id = 0; id < _vocabulary.Count; id++)
        {
            if (_vocabulary.Tokenizer.IsControl(id))
            {
                _mask.Add(id);
            }
        }
    }

    /// <summary>Where the bytes lead; null when they leave every name.</summary>
    private Place? Walk(ReadOnlySpan<byte> bytes, Place place)
    {
        foreach (var value in bytes)
        {
            if (Step(value, place) is not { } next)
            {
                return null;
            }
            if (next.Node is null)
            {
                return next;
            }
            place = next;
        }
        return place;
    }

    /// <summary>Where one byte leads. A name that begins with @ has that in the tree like any other character.</summary>
    private Place? Step(byte value, Place place)
    {
        if (place.Before && value is (byte)' ' or (byte)'\t' && _rule.LeadingBlanks)
        {
            return place;
        }
        if (place.Node!.Children.TryGetValue(value, out var next))
        {
            return new Place(next, Before: false);
        }
        var other = place.Before && !_rule.OnlyNames;
        return IsIdentifierPart(value)
            ? other && char.IsAsciiDigit((char)value)
                ? default(Place)
                : null
            : other || place.Node.IsName
                ? default(Place)
                : null;
    }

    // A byte of a longer UTF-8 sequence may belong to a letter; names with such letters are in the tree byte by byte.
    private static bool IsIdentifierPart(byte value) =>
        value >= 0x80 || char.IsAsciiLetterOrDigit((char)value) || value == (byte)'_';

    /// <param name="Node">Null once the identifier is behind.</param>
    /// <param name="Before">True while not one character of the identifier was written.</param>
    private readonly record struct Place(IdentifierTrie.Node? Node, bool Before);
}

/// <summary>What else may stand where a name is wanted.</summary>
/// <param name="OnlyNames">False lets text begin that is no identifier, such as a bracket, a literal, an operator.</param>
/// <param name="LeadingBlanks">Whether blanks may come first.</param>
public sealed record FirstIdentifierRule(bool OnlyNames, bool LeadingBlanks);
