namespace GptOssDev.CodeModel.Verification;

/// <summary>The whole new text of one file; null removes the file. A path that is not there yet adds a file.</summary>
public sealed record DocumentEdit(string Path, string? NewText);
