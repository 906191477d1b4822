using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Automata;

/// <summary>
/// The states of one machine, made as they are met and remembered: the subset construction done lazily, over places that carry a
/// stack of open rules. When too many are known all are forgotten, as RE2 does; those in use stay valid. One thread at a time.
/// </summary>
internal sealed class StateSpace
{
    private const int MostStates = 20_000;

    private readonly GrammarProgram _program;
    private readonly HashSet<GrammarState> _states = new(new GrammarState.Content());
    private readonly Dictionary<(int Return, Frame? Parent), Frame> _frames = [];
    private readonly HashSet<Place> _seen = [];
    private readonly Stack<Place> _open = [];
    private readonly List<Place> _reading = [];
    private bool _complete;
    private int _lastFrame;

    public StateSpace(GrammarProgram program)
    {
        _program = program;
        Visit(new Place(program.Start, 0, 0, null));
        Start = Take();
    }

    /// <summary>Before the first input.</summary>
    public GrammarState Start { get; }

    public GrammarState Step(GrammarState state, byte value) => StepInput(state, _program.InputOf(value));

    /// <summary>The state after an input of the program.</summary>
    public GrammarState StepInput(GrammarState state, int input) =>
        (state.Next ??= new GrammarState?[_program.InputCount])[input] ??= Move(state, input);

    /// <summary>The state of these places alone.</summary>
    public GrammarState Of(ReadOnlySpan<Place> places)
    {
        _reading.AddRange(places);
        return Take();
    }

    /// <summary>The state of places as if no rule were open around them.</summary>
    public GrammarState WithoutStack(ReadOnlySpan<Place> places)
    {
        foreach (var place in places)
        {
            _reading.Add(place with { Stack = null });
        }

        return Take();
    }

    /// <summary>The state behind the innermost open rule.</summary>
    public GrammarState Behind(Frame frame)
    {
        Visit(new Place(frame.Return, 0, 0, frame.Parent));
        return Take();
    }

    /// <summary>The state behind the run of a place, whatever it counted.</summary>
    public GrammarState Behind(Place place, RunNode run)
    {
        Visit(new Place(run.Next, 0, 0, place.Stack));
        return Take();
    }

    /// <summary>
    /// A state that allows the same tokens and of which there are fewer: counts far from their bounds do not matter to one token.
    /// </summary>
    /// <param name="longest">Bytes of the longest token, so characters at most.</param>
    public GrammarState Normalized(GrammarState state, int longest)
    {
        var changed = false;
        foreach (var place in state.Places)
        {
            var normal = Normalized(place, longest);
            changed |= normal.Count != place.Count;
            if (_seen.Add(normal))
            {
                _reading.Add(normal);
            }
        }

        _complete = state.IsComplete;
        if (changed)
        {
            return Take();
        }

        Reset();
        return state;
    }

    private Place Normalized(Place place, int longest) =>
        _program.Nodes[place.Node] is RunNode { Max: { } max } run
        && place.Count > run.Min
        && max - place.Count > longest
            ? place with
            {
                Count = run.Min,
            }
            : place;

    private GrammarState Move(GrammarState state, int input)
    {
        var symbol = _program.SymbolOf(input);
        var value = symbol < 0 ? _program.ByteOf(input) : default;
        foreach (var place in state.Places)
        {
            switch (_program.Nodes[place.Node])
            {
                case TokenNode token when token.Symbol == symbol:
                    Visit(new Place(token.Next, 0, 0, place.Stack));
                    break;
                case ByteNode bytes when symbol < 0:
                    Read(bytes, value, place.Stack);
                    break;
                case RunNode run when symbol < 0:
                    Read(run, value, place);
                    break;
            }
        }

        return Take();
    }

    private void Read(ByteNode bytes, byte value, Frame? stack)
    {
        foreach (var edge in bytes.Edges)
        {
            if (edge.Bytes.Holds(value))
            {
                Visit(new Place(edge.Target, 0, 0, stack));
                return;
            }
        }
    }

    private void Read(RunNode run, byte value, Place place)
    {
        var inner = run.Unit.Machine.Next(place.Inner, value);
        if (inner == CharMachine.Boundary)
        {
            // Without an upper bound nothing depends on the count once the lower one is reached.
            var count = run.Max is null ? Math.Min(place.Count + 1, run.Min) : place.Count + 1;
            Visit(place with { Inner = inner, Count = count });
        }
        else if (inner != CharMachine.Dead)
        {
            Visit(place with { Inner = inner });
        }
    }

    /// <summary>Goes on from a place without reading, to all nodes that read.</summary>
    private void Visit(Place from)
    {
        _open.Push(from);
        while (_open.TryPop(out var place))
        {
            if (!_seen.Add(place))
            {
                continue;
            }

            switch (_program.Nodes[place.Node])
            {
                case SplitNode split:
                    foreach (var target in split.Targets)
                    {
                        _open.Push(place with { Node = target });
                    }

                    break;
                case CallNode call:
                    _open.Push(place with { Node = call.Entry, Stack = Enter(call, place.Stack) });
                    break;
                case EndNode when place.Stack is { } frame:
                    _open.Push(new Place(frame.Return, 0, 0, frame.Parent));
                    break;
                case EndNode:
                    _complete = true;
                    break;
                case RunNode run:
                    Visit(run, place);
                    break;
                default:
                    _reading.Add(place);
                    break;
            }
        }
    }

    private void Visit(RunNode run, Place place)
    {
        var between = place.Inner == CharMachine.Boundary;
        if (between && place.Count >= run.Min)
        {
            _open.Push(new Place(run.Next, 0, 0, place.Stack));
        }

        if (!between || run.Max is not { } max || place.Count < max)
        {
            _reading.Add(place);
        }
    }

    /// <summary>The stack inside a rule; where nothing follows the rule, it is that around it.</summary>
    private Frame? Enter(CallNode call, Frame? stack)
    {
        if (call.Next == GrammarProgram.End)
        {
            return stack;
        }

        if (!_frames.TryGetValue((call.Next, stack), out var frame))
        {
            frame = new Frame(call.Next, stack, ++_lastFrame);
            _frames.Add((call.Next, stack), frame);
        }

        return frame;
    }

    /// <summary>The state of what was visited.</summary>
    private GrammarState Take()
    {
        var places = _reading.ToArray();
        Array.Sort(places);
        var made = new GrammarState(places, _complete);
        Reset();
        if (_states.TryGetValue(made, out var known))
        {
            return known;
        }

        if (_states.Count >= MostStates)
        {
            Forget();
        }

        _states.Add(made);
        return made;
    }

    private void Reset()
    {
        _reading.Clear();
        _seen.Clear();
        _complete = false;
    }

    // What is still in use would otherwise keep everything alive that was ever reached from it.
    private void Forget()
    {
        foreach (var state in _states)
        {
            (state.Next, state.Tokens, state.Mask) = (null, null, null);
        }

        _states.Clear();
        _frames.Clear();
    }
}
