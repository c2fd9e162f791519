namespace Curate.Core.Profile.Report;

/// <summary>What always answering the largest class scores.</summary>
public readonly record struct MajorityReference(double Accuracy, double BalancedAccuracy, double MacroF1);
