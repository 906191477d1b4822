namespace GptOssDev.Inference.Constraints;

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
    private readonly TokenTexts _texts;
    private readonly FirstIdentifierRule _rule;
    private readonly TokenMask _mask;
    private NameTrie.Node? _node;
    private bool _before = true;
    private bool _stale = true;

    /// <param name="names">What may stand at the cursor, without what is typed of it already. Shared by any number of constraints.</param>
    public FirstIdentifierConstraint(TokenTexts texts, NameTrie names, FirstIdentifierRule rule)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rule);
        _texts = texts;
        _rule = rule;
        _node = names.Root;
        _mask = new TokenMask(texts.Count);
    }

    /// <summary>True once the identifier is behind: every token is allowed.</summary>
    public bool IsFree => _node is null;

    public TokenMask Allowed()
    {
        if (_node is null)
        {
            return _texts.All;
        }
        if (_stale)
        {
            _stale = false;
            if (!Fill(_node))
            {
                // A vocabulary without single bytes may leave no way on: text that the compiler judges later is better than none.
                _node = null;
                return _texts.All;
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
        if (_texts.IsControl(token))
        {
            _node = null;
            return;
        }
        var place = Walk(_texts.BytesOf(token), new Place(_node, _before)) ?? default;
        (_node, _before) = (place.Node, place.Before);
        _stale = true;
    }

    private bool Fill(NameTrie.Node node)
    {
        _mask.Clear();
        var from = new Place(node, _before);
        var any = false;
        for (var id = 0; id < _texts.Count; id++)
        {
            var bytes = _texts.BytesOf(id);
            var allowed = _texts.IsControl(id)
                ? node.IsName || (_before && !_rule.OnlyNames)
                : bytes.Length > 0 && Step(bytes[0], from) is not null && Walk(bytes, from) is not null;
            if (allowed)
            {
                _mask.Add(id);
                any = true;
            }
        }
        return any;
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
    private readonly record struct Place(NameTrie.Node? Node, bool Before);
}

/// <summary>What else may stand where a name is wanted.</summary>
/// <param name="OnlyNames">False lets text begin that is no identifier, such as a bracket, a literal, an operator.</param>
/// <param name="LeadingBlanks">Whether blanks may come first.</param>
public sealed record FirstIdentifierRule(bool OnlyNames, bool LeadingBlanks);
