using Curate.Core.Profile.Report;

namespace Curate.Core.Check.TwoSample;

/// <summary>How well one learner tells two files apart on rows that it has not seen.</summary>
/// <param name="Learner"><c>logistic</c>, <c>knn</c> or <c>trees</c>.</param>
/// <param name="Auc">The chance that a row of the first file scores above one of the second, with DeLong's interval: 0.5 where nothing tells them apart.</param>
/// <param name="LogLoss">Mean of -ln of the probability given to the file that a row is of; ln 2 where nothing tells them apart and files have equal sizes.</param>
/// <param name="NullMean">Mean of the AUC over permutations.</param>
/// <param name="PValue">One-sided, of the AUC.</param>
/// <param name="Columns">What each column adds: sizes of standardised coefficients, or shares of the gain of splits; null where a learner has no such thing.</param>
internal sealed record ClassifierFit(string Learner, Interval Auc, double LogLoss, double NullMean, double PValue, double[]? Columns);
