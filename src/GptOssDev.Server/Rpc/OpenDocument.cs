namespace GptOssDev.Server.Rpc;

/// <summary>A document as a client's editor has it.</summary>
internal sealed record OpenDocument(string Uri, int Version, string Text);
