using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Automata;

/// <summary>A node of a compiled pattern; others are named by their index in <see cref="GrammarProgram.Nodes"/>.</summary>
internal abstract record GrammarNode;

/// <summary>Reads a byte and goes where it leads; ranges do not overlap.</summary>
internal sealed record ByteNode(IReadOnlyList<ByteEdge> Edges) : GrammarNode;

internal readonly record struct ByteEdge(ByteRange Bytes, int Target);

/// <summary>Reads a control token.</summary>
/// <param name="Symbol">Index in <see cref="GrammarProgram.Tokens"/>.</param>
internal sealed record TokenNode(int Symbol, int Next) : GrammarNode;

/// <summary>Goes all of these ways at once, without reading.</summary>
internal sealed record SplitNode(IReadOnlyList<int> Targets) : GrammarNode;

/// <summary>Enters a rule and goes on behind it.</summary>
internal sealed record CallNode(int Entry, int Next) : GrammarNode;

/// <summary>Reads a number of characters of one unit, counting them.</summary>
/// <param name="Max">Null is no bound.</param>
internal sealed record RunNode(CharUnit Unit, int Min, int? Max, int Next) : GrammarNode;

/// <summary>The end of a rule, or of the text.</summary>
internal sealed record EndNode : GrammarNode;
