namespace GptOssDev.Grammar.Patterns;

/// <summary>
/// The ways in which one character of a text may be written: byte sequences of which none is a prefix of another, so that a
/// text has one reading only. Immutable. Tables about a vocabulary are kept for each unit, so a unit that is used often is
/// made once.
/// </summary>
internal sealed class CharUnit
{
    private readonly Lazy<CharMachine> _machine;

    public CharUnit(IReadOnlyList<ByteRange[]> sequences)
    {
        Sequences = sequences;
        _machine = new Lazy<CharMachine>(() => new CharMachine(sequences));
    }

    /// <summary>Any character, as UTF-8 writes it.</summary>
    public static CharUnit Any { get; } = Of(CharSet.All);

    public IReadOnlyList<ByteRange[]> Sequences { get; }

    public CharMachine Machine => _machine.Value;

    public static CharUnit Of(CharSet set) => new(Utf8Ranges.Of(set));
}
