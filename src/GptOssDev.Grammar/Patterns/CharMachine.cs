namespace GptOssDev.Grammar.Patterns;

/// <summary>
/// A deterministic machine over bytes that reads one character after another. State 0 lies between characters. Immutable.
/// </summary>
internal sealed class CharMachine
{
    /// <summary>Where no character goes on.</summary>
    public const int Dead = -1;

    /// <summary>Between characters.</summary>
    public const int Boundary = 0;

    private readonly List<short[]> _next = [];

    public CharMachine(IReadOnlyList<ByteRange[]> sequences) => Add([.. sequences.Select(s => s.AsMemory())]);

    public int States => _next.Count;

    /// <summary>The state after a byte; <see cref="Boundary"/> when it ended the character.</summary>
    public int Next(int state, byte value) => _next[state][value];

    /// <summary>Adds the state in which these rests of sequences are left to read.</summary>
    private short Add(List<Memory<ByteRange>> rests)
    {
        var state = (short)_next.Count;
        var row = new short[256];
        _next.Add(row);
        var before = new List<Memory<ByteRange>>();
        for (var value = 0; value < row.Length; value++)
        {
            var follow = rests.FindAll(r => r.Span[0].Holds((byte)value));
            if (value > 0 && follow.SequenceEqual(before))
            {
                row[value] = row[value - 1];
                continue;
            }

            before = follow;
            // No sequence is a prefix of another, so either all of them end here or none.
            row[value] =
                follow.Count == 0 ? (short)Dead
                : follow[0].Length == 1 ? (short)Boundary
                : Add([.. follow.Select(r => r[1..])]);
        }

        return state;
    }
}
