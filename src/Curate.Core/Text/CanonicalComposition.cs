namespace Curate.Core.Text;

/// <summary>Unicode normalisation form C.</summary>
public static class CanonicalComposition
{
    public static string Apply(string text) => text.Normalize(System.Text.NormalizationForm.FormC);
}
