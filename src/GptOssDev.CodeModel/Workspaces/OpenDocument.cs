namespace GptOssDev.CodeModel.Workspaces;

/// <summary>A document that an editor holds: its text stands before the disk's.</summary>
internal sealed record OpenDocument(string Path, string Text, int Version);
