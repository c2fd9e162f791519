using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Decides which rows are made up, from which parents. Its own draws are keyed by class, so classes do not depend on each other.</summary>
internal interface IRowMaker
{
    /// <summary>What rows are compared by.</summary>
    FeatureForm Form { get; }

    /// <summary>What the label is.</summary>
    LabelForm Label => LabelForm.Class;

    /// <summary>What the user is told at every run; null for nothing.</summary>
    string? Warning => SmoteWarning;

    /// <summary>What large comparisons found (van den Goorbergh et al. 2022; Elor and Averbuch-Elor 2022).</summary>
    const string SmoteWarning = "Made-up rows between neighbours help weak learners, and seldom a strong one (boosted trees, a tuned network) that is judged by a proper score: compare with the data as they are and with --method random-over --as weights.";

    /// <summary>Makes exactly the rows that a class is to gain; parents are rows of the store.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="ofClass">A class that gains at least one row.</param>
    /// <param name="made">Receives the rows; the caller ends the group.</param>
    void Make(OverInput input, int ofClass, MadeRows made);
}
