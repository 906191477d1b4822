namespace GptOssDev.Llama.Gguf;

/// <summary>A metadata array. Only the arrays we need have their elements kept; the others were walked and measured.</summary>
internal sealed record GgufArray(GgufValueType ElementType, int Count, GgufTexts? Texts, int[]? Integers);
