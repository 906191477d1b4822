namespace GptOssDev.Contracts;

/// <summary>LSP's position: line and character from 0, the character in UTF-16 units.</summary>
public readonly record struct Position(int Line, int Character);

/// <summary>LSP's range: the end is exclusive.</summary>
public readonly record struct Range(Position Start, Position End);

/// <summary>Whole lines of a file, from 1 as editors show them, both ends inclusive.</summary>
public readonly record struct LineSpan(int StartLine, int EndLine);
