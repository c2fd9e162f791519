namespace Curate.Core.Resample.Advice;

/// <summary>What treatments are judged by.</summary>
public enum AdviceMeasure
{
    /// <summary>The mean recall of the classes; depends on the threshold.</summary>
    BalancedAccuracy,

    /// <summary>The mean F1 of the classes; depends on the threshold.</summary>
    MacroF1,

    /// <summary>The mean over classes of the average precision of a class against the rest; depends on the order of the probabilities.</summary>
    AveragePrecision,

    /// <summary>The mean of -ln of the probability of the true class; a proper score.</summary>
    LogLoss,

    /// <summary>The mean squared distance of the probabilities from the truth, 0 to 2 (Brier 1950); a proper score.</summary>
    Brier,
}
