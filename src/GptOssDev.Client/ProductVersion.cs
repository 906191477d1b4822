namespace GptOssDev.Client;

/// <summary>The version that client and daemon must share to talk to each other.</summary>
public static class ProductVersion
{
    /// <summary>As <c>major.minor.patch</c>.</summary>
    public static string Current { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
