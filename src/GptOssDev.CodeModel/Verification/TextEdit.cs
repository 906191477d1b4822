using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Verification;

/// <summary>A replacement in one document; an empty range inserts.</summary>
public sealed record TextEdit(TextRange Range, string NewText);
