using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Explain;

/// <summary>Asks for an explanation of a file, some of its lines, or a symbol.</summary>
public sealed record ExplainRequest(CodeSnapshot Code, CodeTarget Target, GenerationSettings? Settings = null);
