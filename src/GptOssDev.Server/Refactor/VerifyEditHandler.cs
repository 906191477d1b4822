using System.Text.Json.Serialization.Metadata;
using GptOssDev.CodeModel.Documents;
using GptOssDev.Contracts;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Refactor;

/// <summary>The compiler's verdict on somebody else's edit: for other agents, and for people.</summary>
internal sealed class VerifyEditHandler(WorkspaceResolver workspaces, VerifyFeature feature)
    : IRequestHandler<VerifyEditParams, VerifyEditResult>
{
    public string Method => Methods.VerifyEdit;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<VerifyEditParams> ParamsType => ProtocolJson.Default.VerifyEditParams;

    public JsonTypeInfo<VerifyEditResult> ResultType => ProtocolJson.Default.VerifyEditResult;

    public async Task<VerifyEditResult> HandleAsync(
        VerifyEditParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        List<ExternalEdit> edits = [.. parameters.Edits.Select(edit => Edit(edit, context))];
        var code = await workspaces.SnapshotAsync(
            parameters.Workspace,
            edits.Count > 0 ? Existing(edits[0].Path) : null,
            context,
            cancellationToken
        );
        return VerdictConversions.Result(await feature.VerifyAsync(new VerifyRequest(code, edits), cancellationToken));
    }

    /// <summary>The path, or for a file that is to be added the nearest folder that is there.</summary>
    private static string Existing(string path)
    {
        var place = path;
        while (place is not null && !Path.Exists(place))
        {
            place = Path.GetDirectoryName(place);
        }
        return place ?? path;
    }

    private static ExternalEdit Edit(ProposedEdit edit, RequestContext context)
    {
        var path = edit switch
        {
            { Path: { } given, Uri: null } when Path.IsPathFullyQualified(given) => Path.GetFullPath(given),
            { Path: null, Uri: { } uri } => EditorTarget.Of(uri, edit.Version, context).Path,
            _ => throw Bad("an edit names its file either by an absolute path or by a URI"),
        };
        return edit switch
        {
            { NewText: { } text, Range: null, Text: null, Delete: not true } => new ExternalEdit.Whole(path, text),
            { NewText: null, Range: { } range, Text: { } text, Delete: not true } => new ExternalEdit.Part(
                path,
                new TextRange(ProtocolConversions.Position(range.Start), ProtocolConversions.Position(range.End)),
                text
            ),
            { NewText: null, Range: null, Text: null, Delete: true } => new ExternalEdit.Removal(path),
            _ => throw Bad($"{path}: give one of newText, range with text, and delete"),
        };
    }

    private static ServerException Bad(string message) => new(ServerFailure.BadParams, message);
}
