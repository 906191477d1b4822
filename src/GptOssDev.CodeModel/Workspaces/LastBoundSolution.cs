using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>The solution of a workspace that was bound last, generators and all; the next snapshot may start from it. Any thread.</summary>
internal sealed class LastBoundSolution
{
    private volatile Solution? _bound;

    /// <summary>Null when nothing is bound.</summary>
    public Solution? Bound
    {
        get => _bound;
        set => _bound = value;
    }
}
