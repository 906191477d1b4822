namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Whether the user vouches for a workspace. Only in a trusted one may its build, its analyzers and its generators run;
/// the other kind is read as text and syntax.
/// </summary>
public enum WorkspaceTrust
{
    Untrusted,
    Trusted,
}
