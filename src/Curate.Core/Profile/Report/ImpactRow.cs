namespace Curate.Core.Profile.Report;

/// <summary>A measure on balanced classes and at the natural ratio.</summary>
/// <param name="Class">The class taken as positive.</param>
/// <param name="Measure">precision, f1, pr-auc, recall, balanced-accuracy.</param>
/// <param name="Balanced">With both sides weighted equally.</param>
/// <param name="Natural">As the data stand.</param>
/// <param name="Change">(natural - balanced) / balanced.</param>
public readonly record struct ImpactRow(string Class, string Measure, double Balanced, double Natural, double Change);
