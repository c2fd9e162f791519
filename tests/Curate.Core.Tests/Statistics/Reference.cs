using System.Text.Json;

namespace Curate.Core.Tests.Statistics;

/// <summary>Figures of SciPy, scikit-learn and imbalanced-learn, made by tests/peers/statistics/reference.py.</summary>
internal static class Reference
{
    public static JsonElement Root { get; } = Load();

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(static e => e.GetDouble())];

    public static string[] Texts(this JsonElement element) => [.. element.EnumerateArray().Select(static e => e.GetString()!)];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static void Near(double expected, double actual, double relative, string what)
    {
        double margin = Math.Max(relative * Math.Abs(expected), 1e-300);
        Assert.True(Math.Abs(expected - actual) <= margin, $"{what}: expected {expected:R}, got {actual:R}, relative {Math.Abs(expected - actual) / Math.Abs(expected):G3}");
    }

    private static JsonElement Load()
    {
        using Stream stream = typeof(Reference).Assembly.GetManifestResourceStream("statistics.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
