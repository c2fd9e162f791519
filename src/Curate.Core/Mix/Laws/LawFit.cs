namespace Curate.Core.Mix.Laws;

/// <summary>A law fitted to one loss: to all runs, and to all but each fold.</summary>
/// <param name="Law">The name of the form.</param>
/// <param name="Whole">Fitted to all runs.</param>
/// <param name="Folds">Fitted to the runs outside each fold.</param>
/// <param name="Foretold">What each run was foretold by the law that had not seen it.</param>
/// <param name="Error">Root of the mean squared error of these.</param>
public sealed record LawFit(string Law, IFittedLaw Whole, IFittedLaw[] Folds, double[] Foretold, double Error);
