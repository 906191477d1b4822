using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Automata;

/// <summary>
/// Compiles a pattern into a machine, from its end to its start: each part is compiled towards the node that follows it, so
/// that parts with the same continuation are shared. Used once.
/// </summary>
internal sealed class PatternCompiler
{
    private const int MostNodes = 200_000;

    private readonly List<GrammarNode> _nodes = [new EndNode()];
    private readonly Dictionary<(Pattern Pattern, int Next), int> _compiled = [];
    private readonly Dictionary<RulePattern, int> _entries = [];
    private readonly List<int> _tokens = [];

    private PatternCompiler() { }

    /// <exception cref="GrammarException">No text matches, or the machine would be too large.</exception>
    public static GrammarProgram Compile(Pattern pattern)
    {
        if (pattern is NothingPattern)
        {
            throw new GrammarException("no text can meet the constraint: its parts exclude each other");
        }

        var compiler = new PatternCompiler();
        var start = compiler.Compile(pattern, GrammarProgram.End);
        return new GrammarProgram(compiler._nodes, start, compiler._tokens);
    }

    private int Compile(Pattern pattern, int next)
    {
        if (!_compiled.TryGetValue((pattern, next), out var start))
        {
            start = CompileNew(pattern, next);
            _compiled.Add((pattern, next), start);
        }

        return start;
    }

    private int CompileNew(Pattern pattern, int next) =>
        pattern switch
        {
            TextPattern text => Text(text.Bytes, next),
            CharPattern one => Character(one.Unit.Machine, next),
            TokenPattern token => Add(new TokenNode(SymbolOf(token.Id), next)),
            SequencePattern sequence => sequence.Parts.Reverse().Aggregate(next, (after, part) => Compile(part, after)),
            ChoicePattern choice => Add(new SplitNode([.. choice.Options.Select(o => Compile(o, next))])),
            RepeatPattern { Item: CharPattern one } run => Add(new RunNode(one.Unit, run.Min, run.Max, next)),
            RepeatPattern repeat => Repeat(repeat, next),
            RulePattern rule => Add(new CallNode(EntryOf(rule), next)),
            _ => throw new InvalidOperationException($"{pattern.GetType().Name} cannot be compiled"),
        };

    private int Text(byte[] bytes, int next)
    {
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            next = Add(new ByteNode([new ByteEdge(new ByteRange(bytes[i], bytes[i]), next)]));
        }

        return next;
    }

    private int Character(CharMachine machine, int next)
    {
        var first = _nodes.Count;
        for (var state = 0; state < machine.States; state++)
        {
            Add(new ByteNode(EdgesOf(machine, state, first, next)));
        }

        return first;
    }

    private static List<ByteEdge> EdgesOf(CharMachine machine, int state, int first, int next)
    {
        var edges = new List<ByteEdge>();
        for (var value = 0; value < 256; value++)
        {
            var to = machine.Next(state, (byte)value);
            if (to == CharMachine.Dead)
            {
                continue;
            }

            var target = to == CharMachine.Boundary ? next : first + to;
            if (edges is [.., var last] && last.Target == target && last.Bytes.Last == value - 1)
            {
                edges[^1] = last with { Bytes = last.Bytes with { Last = (byte)value } };
            }
            else
            {
                edges.Add(new ByteEdge(new ByteRange((byte)value, (byte)value), target));
            }
        }

        return edges;
    }

    private int Repeat(RepeatPattern repeat, int next)
    {
        var start = next;
        if (repeat.Max is { } max)
        {
            for (var i = repeat.Min; i < max; i++)
            {
                start = Add(new SplitNode([Compile(repeat.Item, start), next]));
            }
        }
        else
        {
            // The loop's body leads back to a node whose targets are known only when the body is compiled.
            start = Add(new SplitNode([]));
            _nodes[start] = new SplitNode([Compile(repeat.Item, start), next]);
        }

        for (var i = 0; i < repeat.Min; i++)
        {
            start = Compile(repeat.Item, start);
        }

        return start;
    }

    private int EntryOf(RulePattern rule)
    {
        if (!_entries.TryGetValue(rule, out var entry))
        {
            entry = Compile(rule.Body, GrammarProgram.End);
            _entries.Add(rule, entry);
        }

        return entry;
    }

    private int SymbolOf(int token)
    {
        var symbol = _tokens.IndexOf(token);
        if (symbol < 0)
        {
            symbol = _tokens.Count;
            _tokens.Add(token);
        }

        return symbol;
    }

    private int Add(GrammarNode node)
    {
        if (_nodes.Count >= MostNodes)
        {
            throw new GrammarException("the constraint is too large: use smaller bounds and fewer alternatives");
        }

        _nodes.Add(node);
        return _nodes.Count - 1;
    }
}
