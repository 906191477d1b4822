namespace GptOssDev.Features.Code;

/// <summary>Whole lines of a file as people name them: one-based, both ends included.</summary>
public readonly record struct LineRange(int Start, int End)
{
    public override string ToString() => Start == End ? $"{Start}" : $"{Start}-{End}";
}
