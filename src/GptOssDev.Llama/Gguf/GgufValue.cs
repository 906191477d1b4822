using System.Globalization;

namespace GptOssDev.Llama.Gguf;

/// <summary>One metadata value: a number in <paramref name="Bits"/>, a text, or an array.</summary>
internal readonly record struct GgufValue(GgufValueType Type, ulong Bits, string? Text, GgufArray? Array)
{
    /// <summary>The value as text for a listing, cut to a bound; arrays give their kind and length.</summary>
    internal string Display(int maxLength) =>
        Type switch
        {
            GgufValueType.Text => Text!.Length <= maxLength ? Text : string.Concat(Text.AsSpan(0, maxLength), "…"),
            GgufValueType.Array => $"{Array!.ElementType}[{Array.Count}]",
            GgufValueType.Float32 => Single.ToString(CultureInfo.InvariantCulture),
            GgufValueType.Float64 => BitConverter.UInt64BitsToDouble(Bits).ToString(CultureInfo.InvariantCulture),
            GgufValueType.Bool => Bits != 0 ? "true" : "false",
            GgufValueType.Int8 => ((sbyte)Bits).ToString(CultureInfo.InvariantCulture),
            GgufValueType.Int16 => ((short)Bits).ToString(CultureInfo.InvariantCulture),
            GgufValueType.Int32 => ((int)Bits).ToString(CultureInfo.InvariantCulture),
            GgufValueType.Int64 => ((long)Bits).ToString(CultureInfo.InvariantCulture),
            _ => Bits.ToString(CultureInfo.InvariantCulture),
        };

    internal float Single => BitConverter.UInt32BitsToSingle((uint)Bits);
}
