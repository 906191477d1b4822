namespace GptOssDev.Grammar.Patterns;

/// <summary>Bytes from the first to the last, both included.</summary>
internal readonly record struct ByteRange(byte First, byte Last)
{
    public bool Holds(byte value) => value >= First && value <= Last;
}
